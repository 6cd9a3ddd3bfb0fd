{#
    Whether a text has the shape of an ISO time: the year first and no letter but a final Z.
    DuckDB parses 2026-07-01 10:00 EST as 10:00 UTC, so other letters are rejected.
#}
{% macro is_iso(text) -%}
    ({{ text }} like '____-%' and ({{ text }} like '%Z' or substr({{ text }}, -1) <= '9'))
{%- endmacro %}
