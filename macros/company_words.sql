{# A company name as folded words: commas, dots and ampersands are gone (S.A. is sa). #}
{% macro company_words(text) -%}
    {{ fold("replace(replace(replace(" ~ text ~ ", '.', ''), ',', ' '), '&', ' ')") }}
{%- endmacro %}
