{# Names of the columns that hold the source of a lead, in the raw tables of all vendors. #}
{% macro source_columns() %}
    {{ return(['lead_source', 'hs_analytics_source', 'person_lead_source']) }}
{% endmacro %}
