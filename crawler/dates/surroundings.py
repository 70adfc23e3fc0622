"""What stands around a date: a byline's ends, or a sentence."""

import re

from crawler.dates.text import CREDIT_AFTER, LABEL_BEFORE

_EVENT_BEFORE = re.compile(
    r"(?:(?:截止|会议|召开|活动|上市|成立|报名|开始|结束|生效|申购|登记|除权|交易|停牌|复牌|到期)"
    r"(?:时间|日期|日)|截止|截至|[农阴旧]历)[: ]*$"
)
"""The date behind this is something's own, or the moon's, not the page's."""
# Titles end in 差距 or 现在 too: with a space, or a credit behind, it is one.
_PROSE_BEFORE = re.compile(r"(?:[于在至从自到截由距]|于 )$")
_FOREIGN = (
    r"(?:当地|美东|美西|美国|东部|西部|太平洋|纽约|伦敦|东京|巴黎|法兰克福|欧洲|中部|莫斯科"
    r"|首尔|悉尼|格林尼治|格林威治)+(?:标准|夏令)?时间"
)
_FOREIGN_BEFORE = re.compile(rf"{_FOREIGN}[:, (]*$")
_FOREIGN_AFTER = re.compile(rf"[ (]*{_FOREIGN}")
_UNKNOWN_ZONE = re.compile(r" ?\(?(?:[ECMP]|[A-Z]{2,4})T(?![A-Za-z0-9\u4e00-\u9fff])")
# A clock that CLOCK refused, the end of a range, or one long number.
_GOES_ON = re.compile(
    r" ?[0-9]{1,2} ?[:点时]| ?[-~至到] ?[0-9]{1,4} ?[-/.:点时年月日]|[-/.]?[0-9]"
)
_LETTER = re.compile(r"[a-z\u4e00-\u9fff]", re.IGNORECASE)


def stands_alone(text: str, match: re.Match[str]) -> bool:
    """
    Tell a byline's date from one in a sentence by what touches it.

    `match` has the groups `h`, `zone` and `zh` (the date is written 年月日).
    """
    before, after = text[: match.start()], text[match.end() :]
    if _EVENT_BEFORE.search(before) or _not_all(match, before, after):
        return False
    labelled = LABEL_BEFORE.search(before) is not None
    credited = CREDIT_AFTER.match(after) is not None
    if _PROSE_BEFORE.search(before) and not (labelled or credited):
        return False
    free_before = labelled or not _LETTER.match(before[-1:])
    free_after = credited or not (after[:1] == "," or _LETTER.match(after))
    # Pages glue bylines to their neighbours; sentences write 年月日, not figures.
    figures = not match["zh"]
    glued_after = figures and after[:1] != ","
    if match["h"]:
        return free_after or (free_before and glued_after)
    one_side_enough = free_before or figures or credited
    return (free_after and one_side_enough) or (labelled and glued_after)


def _not_all(match: re.Match[str], before: str, after: str) -> bool:
    """Say whether the time goes on, or has a zone that nobody here knows."""
    if (
        _GOES_ON.match(after)
        or _FOREIGN_AFTER.match(after)
        or _FOREIGN_BEFORE.search(before)
    ):
        return True
    return match["zone"] is None and _UNKNOWN_ZONE.match(after) is not None
