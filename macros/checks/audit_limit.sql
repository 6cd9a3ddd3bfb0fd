{# Returns a declared number of the seed audit_limits as a scalar subquery. #}
{% macro audit_limit(name) -%}
    (select max(limit_value) from {{ ref('audit_limits') }} where limit_name = '{{ name }}')
{%- endmacro %}
