"""
Functions of SQLite's under their names, as far as our questions and docs use them.

So a question is written once, and what an analyst has learnt works on both. They
lie in the schema of the tables and are made anew with the views.
"""

from typing import Final

FUNCTIONS: Final = (
    """
    CREATE OR REPLACE FUNCTION utc_text(instant timestamptz) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE RETURN
      to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    """,
    # The letters that SQLite knows, in to_char's; T and Z are literal.
    """
    CREATE OR REPLACE FUNCTION strftime(
      format text, instant timestamptz, shift text DEFAULT '0 hours') RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE RETURN
      CASE WHEN format = '%s'
        THEN CAST(CAST(extract(epoch FROM instant + CAST(shift AS interval)) AS bigint)
          AS text)
        ELSE to_char((instant AT TIME ZONE 'UTC') + CAST(shift AS interval),
          replace(replace(replace(replace(replace(replace(replace(replace(format,
            'T', '"T"'), 'Z', '"Z"'), '%Y', 'YYYY'), '%m', 'MM'), '%d', 'DD'),
            '%H', 'HH24'), '%M', 'MI'), '%S', 'SS'))
      END
    """,
    """
    CREATE OR REPLACE FUNCTION strftime(
      format text, instant text, shift text DEFAULT '0 hours') RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE RETURN
      strftime(format, CAST(instant AS timestamptz), shift)
    """,
    """
    CREATE OR REPLACE FUNCTION date(instant timestamptz, shift text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE RETURN strftime('%Y-%m-%d', instant, shift)
    """,
    """
    CREATE OR REPLACE FUNCTION date(instant text, shift text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE RETURN strftime('%Y-%m-%d', instant, shift)
    """,
    """
    CREATE OR REPLACE FUNCTION instr(whole text, part text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN strpos(whole, part)
    """,
)
