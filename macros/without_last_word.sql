{# A text of words without its last one. #}
{% macro without_last_word(words) -%}
    trim(substr({{ words }}, 1, length({{ words }}) - length(split_part({{ words }}, ' ', -1))))
{%- endmacro %}
