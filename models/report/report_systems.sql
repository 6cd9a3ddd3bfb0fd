-- The systems of the map, and how far their exports reach.
with
    systems as (select * from {{ ref('declared_systems') }}),

    functions as (select * from {{ ref('declared_system_functions') }}),

    owners as (select * from {{ ref('declared_owners') }}),

    files as (select * from {{ source('raw_handoff', 'files') }}),

    purposes as (
        select system, {{ string_agg_sorted('function') }} as functions
        from functions
        group by system
    ),

    exported as (
        select
            system,
            count(*) as files,
            cast(sum(rows_loaded + rows_unchanged) as bigint) as records,
            max(latest_at) as exported_to
        from files
        where status in ('loaded', 'unchanged')
        group by system
    ),

    final as (
        select
            systems.system,
            coalesce(systems.name, systems.system) as name,
            systems.vendor,
            systems.role,
            purposes.functions,
            coalesce(owners.name, systems.owner) as owner,
            owners.team as owner_team,
            coalesce(exported.files, 0) as files,
            coalesce(exported.records, 0) as records,
            exported.exported_to,
            systems.declared_in
        from systems
        left join purposes on systems.system = purposes.system
        left join owners on systems.owner = owners.owner
        left join exported on systems.system = exported.system
    )

select *
from final
