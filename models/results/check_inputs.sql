-- The columns each check needs, and whether the exports contain them. The needs are derived
-- from the column lineage of the compiled SQL (seeds/check_needs.csv, written by `make
-- docs`).
with
    needs as (select * from {{ ref('check_needs') }}),

    checks as (select * from {{ ref('checks') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    loaded_columns as (select * from {{ source('raw_handoff', 'columns') }}),

    declared_columns as (select * from {{ ref('declared_columns') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    assignments as (select * from {{ ref('assignments') }}),

    catalogue as (select * from {{ source('raw_handoff', 'vendor_columns') }}),

    -- record_values contains declared columns: any of them in an export is enough.
    -- file_columns describes any export. A change history can be derived from exports if a
    -- record was exported twice.
    loaded as (
        select
            coalesce(vendor, 'mapped') as vendor,
            case when vendor is null then table_name else object end as object,
            table_schema,
            table_name,
            column_name
        from loaded_columns
        group by all
        union
        select
            'stack' as vendor,
            'handoffs' as object,
            'declared' as table_schema,
            'columns' as table_name,
            'column_name' as column_name
        from declared_columns
        where column_name is not null
        union
        select
            'any vendor' as vendor,
            'any file' as object,
            'raw_handoff' as table_schema,
            'columns' as table_name,
            'column_name' as column_name
        from loaded_columns
        union
        select
            'any vendor' as vendor,
            'later export' as object,
            'canonical' as table_schema,
            'field_changes' as table_name,
            'versions' as column_name
        from field_changes
        where basis = 'versions'
        union
        select
            'any vendor' as vendor,
            'later export' as object,
            'canonical' as table_schema,
            'stage_changes' as table_name,
            'versions' as column_name
        from stage_changes
        where basis = 'versions'
        union
        select
            'any vendor' as vendor,
            'later export' as object,
            'canonical' as table_schema,
            'assignments' as table_name,
            'versions' as column_name
        from assignments
        where basis = 'versions'
    ),

    loaded_tables as (select vendor, object, table_schema, table_name from loaded group by all),

    -- The first header of the declaration is the one an admin sees when exporting.
    headers as (
        select
            vendor,
            object,
            table_schema,
            table_name,
            column_name,
            min_by(header, header_position) as header
        from catalogue
        group by all
    ),

    named as (
        select
            needs.*,
            case
                when needs.table_schema = 'declared'
                then 'stack'
                when needs.table_schema in ('canonical', 'raw_handoff')
                then 'any vendor'
                else coalesce(headers.vendor, replace(needs.table_schema, 'raw_', ''))
            end as vendor,
            case
                when needs.table_schema = 'declared'
                then 'handoffs'
                when needs.table_schema = 'canonical'
                then 'later export'
                when needs.table_schema = 'raw_handoff'
                then 'any file'
                else coalesce(headers.object, needs.table_name)
            end as object,
            case
                when needs.table_schema = 'declared'
                then 'a field that an export holds'
                when needs.table_schema = 'canonical'
                then 'the same records again'
                when needs.table_schema = 'raw_handoff'
                then 'any column'
                else coalesce(headers.header, needs.column_name)
            end as header,
            position(
                ', ' || needs.canonical_table || '.' || needs.canonical_column || ','
                in ', ' || checks.optional_inputs || ','
            )
            > 0 as is_optional
        from needs
        inner join checks on needs.check_id = checks.check_id
        left join
            headers
            on needs.table_schema = headers.table_schema
            and needs.table_name = headers.table_name
            and needs.column_name = headers.column_name
    ),

    -- Several vendors and a mapping of the user may fill one table: each is checked for its
    -- own exports.
    judged as (
        select
            named.*,
            loaded_tables.table_name is not null as is_object_exported,
            loaded.column_name is not null as is_column_exported,
            named.vendor in ('mapped', 'stack', 'any vendor')
            or coalesce(
                named.vendor in (select systems.vendor from systems), false
            ) as is_own_vendor
        from named
        left join
            loaded_tables
            on named.vendor = loaded_tables.vendor
            and named.object = loaded_tables.object
            and named.table_schema = loaded_tables.table_schema
            and named.table_name = loaded_tables.table_name
        left join
            loaded
            on named.vendor = loaded.vendor
            and named.object = loaded.object
            and named.table_schema = loaded.table_schema
            and named.table_name = loaded.table_name
            and named.column_name = loaded.column_name
    ),

    -- A mapping can fill any table: it is suggested only if no vendor of the company can.
    ranked as (
        select
            *,
            case
                when is_own_vendor and vendor <> 'mapped' then 1 when is_own_vendor then 2 else 3
            end as choice
        from judged
    ),

    final as (
        select
            check_id,
            canonical_table,
            canonical_column,
            vendor,
            object,
            header,
            table_schema,
            table_name,
            column_name,
            is_object_exported,
            is_column_exported,
            is_optional,
            is_own_vendor,
            choice = min(choice) over (
                partition by check_id, canonical_table, canonical_column
            ) as is_first_choice,
            bool_or(is_column_exported) over (
                partition by check_id, canonical_table, canonical_column
            ) as is_canonical_column_fed
        from ranked
    )

select *
from final
