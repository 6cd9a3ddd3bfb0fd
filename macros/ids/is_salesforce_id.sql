{# Whether a text has the shape of a Salesforce id: 15 or 18 characters, first a digit, no blank. #}
{% macro is_salesforce_id(text) -%}
    (
        length({{ text }}) in (15, 18)
        and substr({{ text }}, 1, 1) between '0' and '9'
        and {{ text }} not like '% %'
    )
{%- endmacro %}
