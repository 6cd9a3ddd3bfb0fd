{# What two spellings of one header share: case, blanks around and a leading * apart. A header that is a * keeps it.
   ingest/naming.py (header_key) computes the same in Python. #}
{% macro header_key(header) -%}
    lower(trim(case
        when trim({{ header }}) like '*_%' then substring(trim({{ header }}), 2)
        else {{ header }}
    end))
{%- endmacro %}
