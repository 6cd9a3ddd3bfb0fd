-- Raw rows whose history matters: rows that share their key, and all rows of objects with several
-- exports of which one is full (raw_handoff.records). Of tables that another program wrote in
-- place, all rows; the query for these is written at compile time.
-- depends_on: {{ source('raw_handoff', 'vendor_columns') }}
-- depends_on: {{ source('raw_handoff', 'files') }}
-- depends_on: {{ ref('declared_systems') }}
with
    records as (select * from {{ source('raw_handoff', 'records') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    unloaded_records as (
        {%- for table in unloaded_tables() %}
            {%- set key = 'source.' ~ adapter.quote(table['key']) %}
            {%- set is_salesforce = table['key_kind'] == 'salesforce_id' %}
            select
                source._file as file_id,
                source._row as source_row,
                source._system as system,
                {{ raw_object(table) }} as object,
                {{ dbt.string_literal(table['schema']) }} as table_schema,
                {{ dbt.string_literal(table['table']) }} as table_name,
                {{ 'substr(' ~ key ~ ', 1, 15)' if is_salesforce else key }} as short_key,
                {{ key if is_salesforce else null_token(key, table['vendor']) }} as key_text,
                {%- for number in range(3) %}
                    {{ optional_column(table, table['stamps'][number] | default('')) }}
                    as stamp_{{ number + 1 }},
                {%- endfor %}
                {%- for number in [1, 2, 3] %}
                    {{ null_token(optional_column(table, table['identity'].get(number, '')), table['vendor']) }}
                    as identity_{{ number }},
                {%- endfor %}
                {%- for column in row_word_columns() %}
                    {{ optional_column(table, column) }} as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ raw_relation(table) }} as source
            {%- if table['vendor'] == 'mapped' %}
                left join systems on source._system = systems.system
            {%- endif %}
            union all
        {%- endfor %}
        select
            file_id,
            source_row,
            system,
            object,
            table_schema,
            table_name,
            short_key,
            key_text,
            stamp_1,
            stamp_2,
            stamp_3,
            identity_1,
            identity_2,
            identity_3,
            row_kind,
            row_part
        from records
        where {{ is_written_by_loader('records') }}
    ),

    final as (
        select
            system,
            object,
            file_id as source_file,
            source_row,
            table_schema,
            table_name,
            short_key,
            key_text,
            stamp_1,
            stamp_2,
            stamp_3,
            identity_1,
            identity_2,
            identity_3,
            row_kind,
            row_part
        from unloaded_records
    )

select *
from final
