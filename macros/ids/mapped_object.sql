{#
    The object that an id in a mapped file points to: the mapped one, else by Salesforce prefix,
    else the object of the mapped person with this id in the same system, else the object of the
    file.
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
