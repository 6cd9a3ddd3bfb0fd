-- The values of declared columns as one list per record, in the order of
-- declared_columns.value_position. Amounts in minor units are given in major units, as in
-- canonical.
-- depends_on: {{ ref('declared_columns') }}
-- depends_on: {{ ref('int_record_versions') }}
-- depends_on: {{ ref('int_parsed_values') }}
-- depends_on: {{ ref('declared_systems') }}
-- depends_on: {{ ref('int_minor_unit_files') }}
-- depends_on: {{ ref('currency_minor_units') }}
{%- set value_sources = record_value_sources() %}

with
    versions as (select * from {{ ref('int_record_versions') }}),

    read_values as (select * from {{ ref('int_parsed_values') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    minor_files as (select * from {{ ref('int_minor_unit_files') }}),

    currencies as (select * from {{ ref('currency_minor_units') }}),

    {% for value_source in value_sources %}
        {%- set table = value_source['table'] -%}
        values_{{ loop.index }} as (
            select
                source._system as system,
                {{ dbt.string_literal(dbt.escape_single_quotes(value_source['object'])) }}
                as object,
                coalesce(
                    {{ catalog_key(table, 'source') }}, source._file || '-' || source._row
                ) as record_id,
                {{ text_list(value_source['expressions']) }} as column_values
            from {{ raw_relation(table) }} as source
            {%- if table['vendor'] == 'mapped' %}
                left join systems on source._system = systems.system
            {%- endif %}
            {%- if has_minor_units(table, value_source['existing']) %}
                left join minor_files on source._file = minor_files.source_file
                left join currencies on upper(trim(source.currency)) = currencies.currency
            {%- endif %}
            left join
                read_values
                on source._file = read_values.source_file
                and source._row = read_values.source_row
                and source._system = read_values.system
                and read_values.object
                = {{ dbt.string_literal(dbt.escape_single_quotes(value_source['object'])) }}
                and read_values.table_schema = {{ dbt.string_literal(table['schema']) }}
                and read_values.table_name = {{ dbt.string_literal(table['table']) }}
            where
                source._system
                = {{ dbt.string_literal(dbt.escape_single_quotes(value_source['system'])) }}
                {%- if table['vendor'] == 'mapped' %}
                    and source._object
                    = {{ dbt.string_literal(dbt.escape_single_quotes(value_source['object'])) }}
                {%- endif %}
                and not exists (
                    select 1
                    from versions
                    where
                        versions.source_file = source._file
                        and versions.source_row = source._row
                        and versions.table_schema = {{ dbt.string_literal(table['schema']) }}
                        and versions.table_name = {{ dbt.string_literal(table['table']) }}
                        and versions.system
                        = {{ dbt.string_literal(dbt.escape_single_quotes(value_source['system'])) }}
                        and versions.object
                        = {{ dbt.string_literal(dbt.escape_single_quotes(value_source['object'])) }}
                        and not versions.is_current
                )
        ),

    {% endfor -%}
    all_rows as (
        {%- for value_source in value_sources %}
            select system, object, record_id, column_values
            from values_{{ loop.index }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- else %}
            select
                cast(null as {{ dbt.type_string() }}) as system,
                cast(null as {{ dbt.type_string() }}) as object,
                cast(null as {{ dbt.type_string() }}) as record_id,
                {{ text_list(['cast(null as ' ~ dbt.type_string() ~ ')']) }} as column_values
            where false
        {%- endfor %}
    ),

    final as (select system, object, record_id, column_values from all_rows)

select *
from final
