-- If a log has only an address, the touch belongs to the first record with that address. A
-- meeting took place once it started.
with
    salesforce as (select * from {{ ref('int_salesforce__touches') }}),

    marketo as (select * from {{ ref('int_marketo__touches') }}),

    mapped as (select * from {{ ref('int_mapped__touches') }}),

    people as (select * from {{ ref('people') }}),

    as_of as (select * from {{ ref('as_of') }}),

    integration_users as (select * from {{ ref('integration_users') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    programs as (select owner_key, true as is_program from integration_users),

    exported as (
        select
            system,
            object,
            record_id,
            person_key,
            owner_key,
            kind,
            actor_type,
            is_completed,
            occurred_at,
            created_at,
            source_file,
            source_row,
            system as person_system,
            cast(null as {{ dbt.type_string() }}) as person_email
        from salesforce
        union all
        select
            system,
            object,
            record_id,
            person_key,
            owner_key,
            kind,
            actor_type,
            is_completed,
            occurred_at,
            created_at,
            source_file,
            source_row,
            system as person_system,
            cast(null as {{ dbt.type_string() }}) as person_email
        from marketo
        union all
        select
            system,
            object,
            record_id,
            person_key,
            owner_key,
            kind,
            actor_type,
            is_completed,
            occurred_at,
            created_at,
            source_file,
            source_row,
            person_system,
            person_email
        from mapped
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'touches') }}),

    addressed as (
        select system, email_normalised, min(person_key) as person_key
        from people
        where email_normalised is not null and not is_deleted
        group by 1, 2
    ),

    final as (
        select
            {{ record_key('all_rows.system', 'all_rows.object', 'all_rows.record_id') }}
            as touch_key,
            all_rows.system,
            all_rows.object,
            all_rows.record_id,
            coalesce(all_rows.person_key, addressed.person_key) as person_key,
            all_rows.owner_key,
            all_rows.kind,
            case when programs.is_program then 'system' else all_rows.actor_type end as actor_type,
            coalesce(
                all_rows.is_completed, all_rows.occurred_at <= as_of.as_of, false
            ) as is_completed,
            all_rows.occurred_at,
            all_rows.created_at,
            all_rows.source_file,
            all_rows.source_row
        from all_rows
        cross join as_of
        left join programs on all_rows.owner_key = programs.owner_key
        left join
            addressed
            on all_rows.person_system = addressed.system
            and case
                when all_rows.person_key is null
                then {{ email_normalised('all_rows.person_email') }}
            end
            = addressed.email_normalised
        where not all_rows.is_missing_from_export
    )

select *
from final
