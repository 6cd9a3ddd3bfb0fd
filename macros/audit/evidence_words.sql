{# Joins the words of the evidence that is true; arguments as for evidence_weight. #}
{% macro evidence_words(names, weights=none) -%}
    concat_ws(
        '; '
        {%- for name in names -%}
            , case when {{ name }} then {{ weights ~ '.' if weights }}{{ name }}_words end
        {%- endfor %}
    )
{%- endmacro %}
