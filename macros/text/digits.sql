{# The digits of a text. The usual punctuation is dropped by a cheap translate; only odd texts meet a pattern. #}
{% macro digits(text) %} {{ return(adapter.dispatch('digits')(text)) }}{% endmacro %}

{% macro duckdb__digits(text) -%}
    case
        when regexp_full_match(translate({{ text }}, ' -()+./', ''), '[0-9]*')
        then translate({{ text }}, ' -()+./', '')
        else regexp_replace({{ text }}, '[^0-9]', '', 'g')
    end
{%- endmacro %}

{% macro spark__digits(text) -%} regexp_replace({{ text }}, '[^0-9]', '') {%- endmacro %}
