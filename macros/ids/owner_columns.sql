{# Names of the columns that hold the owner of a record, in the raw tables of all vendors. #}
{% macro owner_columns() %}
    {{ return(['owner_id', 'hubspot_owner_id', 'owner_record_id']) }}
{% endmacro %}
