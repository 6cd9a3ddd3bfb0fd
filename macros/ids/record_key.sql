{#
    Key of a record: system/object/record id; null when the id is.
    `object` is a SQL expression: quote a literal ("'lead'").
#}
{% macro record_key(system, object, record_id) -%}
    {{ system }} || '/' || {{ object }} || '/' || {{ record_id }}
{%- endmacro %}
