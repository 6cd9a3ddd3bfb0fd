{#
    Key of the owner of a staged record: its owner id, else the id of the owner with its name or
    address, else that text. Joins int_owner_lookup on owner_lookup_text().
#}
{% macro owner_key(alias, names) -%}
    {{ record_key(alias ~ '.system', "'owner'",
        'coalesce(' ~ alias ~ '.owner_id, ' ~ names ~ '.record_id, ' ~ alias ~ '.owner_email, ' ~ alias ~ '.owner_name)') }}
{%- endmacro %}
