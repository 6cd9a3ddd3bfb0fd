{#
    The raw tables that int_record_values reads, one per declared system and object: a list of
    {system, object, table, expressions}, with the expressions in the order of
    declared_columns.value_position. An object that is mapped onto several entities is read from
    the first of their tables only, so that a record appears once. Empty while parsing.
#}
{% macro record_value_sources() %}
    {%- set columns = source('raw_handoff', 'columns') -%}
    {%- set tables = {} -%}
    {%- for table in catalog_tables() -%}
        {%- do tables.update({table['schema'] ~ '.' ~ table['table']: table}) -%}
    {%- endfor -%}
    {%- set sources = {} -%}
    {%- if execute and tables and load_relation(ref('declared_columns')) is not none -%}
        {%- set rows = run_query(
            "select distinct named.system, named.object, files.vendor, files.table_schema,"
            ~ " files.table_name, named.value_position, named.column_name, named.keeps_words"
            ~ " from (select *, bool_and(purpose = 'field') over"
            ~ " (partition by system, object, value_position) as keeps_words from "
            ~ ref('declared_columns') ~ ") as named"
            ~ " inner join (select distinct system, object, vendor, table_schema, table_name"
            ~ " from " ~ columns ~ ") as files"
            ~ " on named.system = files.system and named.object = files.object"
            ~ " where named.value_position is not null"
            ~ " order by 1, 2, 3, 4, 5, 6"
        ) -%}
        {%- for row in rows if row[3] ~ '.' ~ row[4] in tables -%}
            {%- set table = tables[row[3] ~ '.' ~ row[4]] -%}
            {%- set name = row[0] ~ '/' ~ row[1] -%}
            {%- if name not in sources -%}
                {%- do sources.update({name: {
                    'system': row[0], 'object': row[1], 'table': table, 'expressions': [],
                    'existing': adapter.get_columns_in_relation(api.Relation.create(
                        database=target.database, schema=row[3], identifier=row[4]
                    ))
                        | map(attribute='name') | list,
                }}) -%}
            {%- endif -%}
            {%- if sources[name]['table'] == table -%}
                {%- do sources[name]['expressions'].append(
                    record_value(table, row[6], sources[name]['existing'], row[7])
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(sources.values() | list) }}
{% endmacro %}

{#
    The expression for one declared column of a raw table; null when the table lacks the column. In
    a column that is only compared, a text such as NaN stays (`keeps_words`).
#}
{% macro record_value(table, column, existing, keeps_words) %}
    {%- if column not in existing -%} {{ return('cast(null as ' ~ dbt.type_string() ~ ')') }}
    {%- elif column == table['key'] -%} {{ return(catalog_key(table, 'source')) }}
    {%- endif -%}
    {%- set text = null_token('source.' ~ adapter.quote(column), table['vendor'], keeps_words) -%}
    {%- if has_minor_units(table, existing) and column in minor_unit_columns() -%}
        {{ return(in_major_units(text, is_in_minor_units(table), 'currencies.minor_digits')) }}
    {%- else -%} {{ return(text) }}
    {%- endif -%}
{% endmacro %}

{# Whether files of a raw table may give amounts in minor units. #}
{% macro has_minor_units(table, existing) %}
    {{ return(
        table['schema'] ~ '.' ~ table['table'] in [
            'raw_stripe.invoice', 'raw_stripe.payment', 'raw_mapped.invoices', 'raw_mapped.payments',
        ] and 'currency' in existing
    ) }}
{% endmacro %}

{# The condition that a row does; needs the joins of int_record_values. #}
{% macro is_in_minor_units(table) %}
    {{ return(
        "source.amount_unit = 'minor'" if table['vendor'] == 'mapped'
        else 'minor_files.source_file is not null'
    ) }}
{% endmacro %}
