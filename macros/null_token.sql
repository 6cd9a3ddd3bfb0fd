{#
    A text with what means "no value" as null: the general tokens of ingest/vendors/_common.yml and the
    vendors' own (a test compares them). A placeholder such as Unknown stays: that it never changed is a fault.
#}
{% macro null_token(text) -%}
    case when {{ text }} not in ({{ null_token_list() }}) then {{ text }} end
{%- endmacro %}

{% macro null_token_list() -%}
    '', 'null', 'NULL', 'Null', 'None', 'NaN', 'nan', 'N/A', 'n/a', '#N/A', '- None -', '--None--', '-None-', '?', '\N', '(No value)', '000000000000000AAA', '000000000000000'
{%- endmacro %}
