{#
    A text with what means "no value" as null: the general tokens of ingest/vendors/_common.yml and the
    vendors' own (a test compares them). A placeholder such as Unknown stays: that it never changed is a fault.
    Most values are longer than any token and skip the list.
#}
{% macro null_token(text) %}{{ return(adapter.dispatch('null_token')(text)) }}{% endmacro %}

{% macro null_token_list() -%}
    '', 'null', 'NULL', 'Null', 'None', 'NaN', 'nan', 'N/A', 'n/a', '#N/A', '- None -', '--None--', '-None-', '?', '\N', '(No value)', '000000000000000AAA', '000000000000000'
{%- endmacro %}

{% macro duckdb__null_token(text) -%}
    case when (strlen({{ text }}) < 11 or {{ text }} like '000000000000000%') and list_contains([{{ null_token_list() }}], {{ text }}) then null else {{ text }} end
{%- endmacro %}

{% macro spark__null_token(text) -%}
    case when {{ text }} not in ({{ null_token_list() | replace('\\N', '\\\\N') }}) then {{ text }} end
{%- endmacro %}
