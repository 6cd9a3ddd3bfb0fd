{#
    A header for comparison: lower case, trimmed, without a leading *. The header `*` stays.
    ingest/naming.py (fold) is the same rule in Python.
#}
{% macro header_key(header) -%}
    lower(
        trim(
            case
                when trim({{ header }}) like '*_%'
                then substring(trim({{ header }}), 2)
                else {{ header }}
            end
        )
    )
{%- endmacro %}
