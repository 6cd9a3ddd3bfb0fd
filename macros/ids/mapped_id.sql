{#
    An id in a mapped file that points into a system: in 18 characters if that system is a
    Salesforce org.
#}
{% macro mapped_id(text, vendor) -%}
    case
        when {{ vendor }} = 'salesforce'
        then {{ salesforce_id(text) }}
        else {{ null_token(text, 'mapped') }}
    end
{%- endmacro %}
