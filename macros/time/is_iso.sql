{#
    Whether a text has the shape of an ISO time: the year first and no letter but Z behind. DuckDB
    reads 2026-07-01 10:00 EST as ten o'clock UTC; other letters are not plain.
#}
{% macro is_iso(text) -%}
    (
        substr({{ text }}, 5, 1) = '-'
        and (substr({{ text }}, -1) <= '9' or substr({{ text }}, -1) = 'Z')
    )
{%- endmacro %}
