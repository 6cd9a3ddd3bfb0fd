{# The name or address to look an owner up by; null (joins nothing) where the record has an owner id. #}
{% macro owner_lookup_text(alias) -%}
    case
        when {{ alias }}.owner_id is null
        then lower(trim(coalesce({{ alias }}.owner_email, {{ alias }}.owner_name)))
    end
{%- endmacro %}
