{# A company name as folded words: commas, dots and ampersands are gone (S.A. is sa). #}
{% macro company_words(text) -%}
    {{ normalise_text("replace(replace(replace(" ~ text ~ ", '.', ''), ',', ' '), '&', ' ')") }}
{%- endmacro %}
