{#
    The object a mapped file's id points to: as mapped, else by Salesforce prefix, else the object
    the same system's mapped people have it under, else the file's own.
#}
{% macro mapped_object(given, id, vendor, known) -%}
    coalesce(
        {{ null_token(given) }},
        case
            when {{ vendor }} = 'salesforce' and {{ id }} like '00Q%'
            then 'lead'
            when {{ vendor }} = 'salesforce' and {{ id }} like '003%'
            then 'contact'
            when {{ vendor }} = 'salesforce' and {{ id }} like '006%'
            then 'opportunity'
        end,
        {{ known }},
        source._object
    )
{%- endmacro %}
