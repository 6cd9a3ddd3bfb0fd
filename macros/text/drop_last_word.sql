{# A text of words without its last one. #}
{% macro drop_last_word(words) -%}
    trim(substr({{ words }}, 1, length({{ words }}) - length(split_part({{ words }}, ' ', -1))))
{%- endmacro %}
