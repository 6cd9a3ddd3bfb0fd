{# Key of the lead or contact of an activity, by the prefix of its id. #}
{% macro activity_person_key(alias) -%}
    {{ record_key(alias ~ '.system', "case when " ~ alias ~ ".who_id like '003%' then 'contact' else 'lead' end", alias ~ '.who_id') }}
{%- endmacro %}
