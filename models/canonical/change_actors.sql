-- Who changed a field: a declared program, by its name also where no export lists users, else as
-- the history names the source, else the kind of
-- the user.
with
    field_changes as (select * from {{ ref('field_changes') }}),

    users as (select * from {{ ref('users') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    integration_users as (select * from {{ ref('declared_integration_users') }}),

    change_sources as (select * from {{ ref('change_sources') }}),

    named_programs as (
        select distinct system, lower(user_text) as program_name from integration_users
    ),

    final as (
        select
            field_changes.field_change_key,
            case
                when users.actor = 'program' or named_programs.program_name is not null
                then 'program'
                else coalesce(vendor_sources.actor, any_sources.actor, users.actor)
            end as actor
        from field_changes
        left join systems on field_changes.system = systems.system
        left join users on field_changes.changed_by_key = users.owner_key
        left join
            named_programs
            on field_changes.system = named_programs.system
            and lower(trim(field_changes.changed_by)) = named_programs.program_name
        left join
            change_sources as vendor_sources
            on systems.vendor = vendor_sources.vendor
            and lower(trim(field_changes.change_source)) = vendor_sources.change_source
        left join
            change_sources as any_sources
            on any_sources.vendor = 'any'
            and lower(trim(field_changes.change_source)) = any_sources.change_source
    )

select *
from final
