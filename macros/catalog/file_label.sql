{# Path of a file of raw_handoff.files with its sheet or member: `book.xlsx/Leads`. #}
{% macro file_label(files) -%}
    case
        when coalesce({{ files }}.member, '') = ''
        then {{ files }}.path
        else {{ files }}.path || '/' || {{ files }}.member
    end
{%- endmacro %}
