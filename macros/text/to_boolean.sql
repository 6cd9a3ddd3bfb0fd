{#
    Text to a boolean in the spellings of the vendors (1/0, true/false, Yes/No, T/F); other texts
    return null.
#}
{% macro to_boolean(text) -%}
    case
        when lower({{ text }}) in ('1', 'true', 'yes', 'y', 't', '1.0')
        then true
        when lower({{ text }}) in ('0', 'false', 'no', 'n', 'f', '0.0')
        then false
    end
{%- endmacro %}
