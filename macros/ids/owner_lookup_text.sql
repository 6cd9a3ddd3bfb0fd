{# The name or address for the lookup of an owner; null if the record has an owner id. #}
{% macro owner_lookup_text(alias) -%}
    case
        when {{ alias }}.owner_id is null
        then lower(trim(coalesce({{ alias }}.owner_email, {{ alias }}.owner_name)))
    end
{%- endmacro %}
