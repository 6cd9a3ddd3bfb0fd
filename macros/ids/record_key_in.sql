{#
    The key of the record (system/object/id) that a record id of a check is about: without the id of
    the handoff before it and the field or the counterpart behind it. An id with a slash is cut.
#}
{% macro record_key_in(record_id, place) -%}
    {%- set rest -%}
        case
            when {{ record_id }} like {{ place }} || '/%'
            then substr({{ record_id }}, length({{ place }}) + 2)
            else {{ record_id }}
        end
    {%- endset -%}
    split_part({{ rest }}, '/', 1)
    || '/'
    || split_part({{ rest }}, '/', 2)
    || '/'
    || split_part({{ rest }}, '/', 3)
{%- endmacro %}
