{# What two spellings of one header share: case, blanks around and a leading * apart.
   ingest/names.py (fold) says the same in Python. #}
{% macro header_key(header) -%}
    lower(trim(case
        when trim({{ header }}) like '*%' then substring(trim({{ header }}), 2)
        else {{ header }}
    end))
{%- endmacro %}
