"""A job is a command line of ours, and nothing else."""

import pytest

from storage.cluster.jobs import Job, NoJobError, Queue, job_from_json

CRAWL = ("scrapy", "crawl", "stcn", "-a", "channels=kx")


def test_a_job_comes_back_from_redis_as_it_went() -> None:
    """And is the same job: its id is of the campaign and the words."""
    job = Job(campaign="autumn", words=CRAWL, site="stcn", queue=Queue.FRESH)

    assert job_from_json(job.as_json()) == job
    assert job_from_json(job.as_json()).id == job.id
    assert Job(campaign="winter", words=CRAWL, site="stcn").id != job.id


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("rm", "-rf", "/"), "'rm -rf /' is no job of ours"),
        (("scrapy", "shell", "x"), "'scrapy shell x' is no job of ours"),
        (("shibao", "worker"), "'shibao worker' is no job of ours"),
        ((*CRAWL, "-s", "ITEM_PIPELINES={}"), "not '-s'"),
        ((*CRAWL, "--set=X=Y"), "not '--set=X=Y'"),
    ],
)
def test_who_can_write_to_redis_cannot_run_what_they_like(
    words: tuple[str, ...], says: str
) -> None:
    """Only our own commands, and no setting: a setting can name code to run."""
    with pytest.raises(NoJobError) as caught:
        Job(campaign="autumn", words=words)
    assert says in str(caught.value)

    spoiled = Job(campaign="autumn", words=CRAWL).as_json().replace("scrapy", "sh")
    with pytest.raises(NoJobError):
        job_from_json(spoiled)


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"campaign": 1}'])
def test_what_is_no_job_is_refused(text: str) -> None:
    """Whatever stands in the queue."""
    with pytest.raises(NoJobError, match="is no job of ours"):
        job_from_json(text)
