-- Changes between the stored versions of a record, for declared columns and columns with
-- owners and stages. Replaces the history of vendors that export none. Written at compile time
-- for the tables with rows: a table of these values would repeat the raw ones.
-- depends_on: {{ ref('int_record_versions') }}
-- depends_on: {{ ref('declared_columns') }}
-- depends_on: {{ ref('declared_systems') }}
{%- set always = owner_columns() + ['status', 'stage_name', 'lead_status', 'lifecyclestage',
                  'dealstage', 'stage_value', 'hubspotscore', 'lead_score',
                  'mkto2_lead_score_c', 'pi_score_c', 'score'] -%}
{%- set filled = tables_with_rows() if execute else [] -%}
{%- set tables = [] -%}
{%- for table in catalog_tables() if table['schema'] ~ '.' ~ table['table'] in filled -%}
    {%- do tables.append(table) -%}
{%- endfor -%}
{%- set declared = [] -%}
{%- if execute and load_relation(ref('declared_columns')) is not none -%}
    {%- set rows = run_query(
        "select distinct column_name from " ~ ref('declared_columns')
        ~ " where column_name is not null"
    ) -%}
    {%- for row in rows -%} {%- do declared.append(row[0]) -%} {%- endfor -%}
{%- endif %}

with
    versions as (select * from {{ ref('int_record_versions') }}),

    systems as (select * from {{ ref('declared_systems') }}),
    {% for table in tables %}
        {%- set alias = table['schema'] ~ '_' ~ table['table'] %}
        {{ alias }} as (
            select
                versions.system,
                versions.object,
                versions.record_id,
                versions.version_from_latest,
                versions.changed_at,
                versions.source_file,
                versions.source_row
                {%- for column in table['columns'] if column in always or column in declared %}
                    ,
                    {{ null_token('raw.' ~ adapter.quote(column), table['vendor']) }}
                    as value_{{ loop.index }}
                {%- endfor %}
            from versions
            inner join
                {{ raw_relation(table) }} as raw
                on versions.source_file = raw._file
                and versions.source_row = raw._row
                and versions.system = raw._system
            {%- if table['vendor'] == 'mapped' %}
                    and versions.object = raw._object
                left join systems on versions.system = systems.system
            {%- endif %}
            where
                versions.version_from_latest is not null
                and versions.table_schema = {{ dbt.string_literal(table['schema']) }}
                and versions.table_name = {{ dbt.string_literal(table['table']) }}
        ),
    {% endfor %}
    stored_values as (
        {%- for table in tables %}
            {%- for column in table['columns'] if column in always or column in declared %}
                select
                    system,
                    object,
                    record_id,
                    version_from_latest,
                    changed_at,
                    source_file,
                    source_row,
                    {{ dbt.string_literal(column) }} as column_name,
                    value_{{ loop.index }} as held_value
                from {{ table['schema'] ~ '_' ~ table['table'] }}
                union all
            {%- endfor %}
        {%- endfor %}
        {{ empty_relation({
        'system': 'string', 'object': 'string', 'record_id': 'string',
        'version_from_latest': 'bigint', 'changed_at': 'timestamp', 'source_file': 'string',
        'source_row': 'bigint', 'column_name': 'string', 'held_value': 'string',
    }) }}
    ),

    compared as (
        select
            stored_values.*,
            held_value as new_value,
            lag(held_value) over earlier as old_value,
            row_number() over earlier as version_number
        from stored_values
        window
            earlier as (
                partition by system, object, record_id, column_name
                order by version_from_latest desc
            )
    ),

    final as (
        select
            system,
            object,
            record_id,
            {{ record_key('system', 'object', 'record_id') }} as entity_key,
            column_name,
            old_value,
            new_value,
            version_number = 1 as is_first_version,
            changed_at,
            source_file,
            source_row
        from compared
        where version_number = 1 or old_value is distinct from new_value
    )

select *
from final
