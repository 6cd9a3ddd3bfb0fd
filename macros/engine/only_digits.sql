{#
    The digits of a text. A cheap translate removes the usual punctuation; only other texts need a
    pattern.
#}
{% macro only_digits(text) %} {{ return(adapter.dispatch('only_digits')(text)) }}{% endmacro %}

{% macro duckdb__only_digits(text) -%}
    case
        when regexp_full_match(translate({{ text }}, ' -()+./', ''), '[0-9]*')
        then translate({{ text }}, ' -()+./', '')
        else regexp_replace({{ text }}, '[^0-9]', '', 'g')
    end
{%- endmacro %}

{% macro spark__only_digits(text) -%} regexp_replace({{ text }}, '[^0-9]', '') {%- endmacro %}
