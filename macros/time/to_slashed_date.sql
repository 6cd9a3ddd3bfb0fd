{# A text with its date, the first word, written with slashes (15.04.2021 9:05 p.m. -> 15/04/2021 9:05 pm). #}
{% macro to_slashed_date(text) -%}
    {%- set plain = normalise_spaces(text) -%}
    {%- set day = "split_part(" ~ plain ~ ", ' ', 1)" -%}
    translate({{ day }}, '.-', '//')
    || replace(substr({{ plain }}, length({{ day }}) + 1), '.m.', 'm')
{%- endmacro %}
