-- A meeting without a status counts as held once it started.
with
    salesforce as (select * from {{ ref('int_salesforce__meetings') }}),

    mapped as (select * from {{ ref('int_mapped__meetings') }}),

    people as (select * from {{ ref('people') }}),

    as_of as (select * from {{ ref('as_of') }}),

    status_words as (select * from {{ ref('status_words') }} where entity = 'meeting'),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    exported as (
        select
            system,
            object,
            record_id,
            person_key,
            owner_key,
            booked_at,
            starts_at,
            status,
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
            booked_at,
            starts_at,
            status,
            source_file,
            source_row,
            person_system,
            person_email
        from mapped
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'meetings') }}),

    addressed as (
        select system, email_normalised, min(person_key) as person_key
        from people
        where email_normalised is not null and not is_deleted
        group by 1, 2
    ),

    final as (
        select
            {{ record_key('all_rows.system', 'all_rows.object', 'all_rows.record_id') }}
            as meeting_key,
            all_rows.system,
            all_rows.record_id,
            coalesce(all_rows.person_key, addressed.person_key) as person_key,
            all_rows.owner_key,
            all_rows.booked_at,
            all_rows.starts_at,
            coalesce(
                case when all_rows.is_missing_from_export then 'cancelled' end,
                status_words.meaning,
                all_rows.status,
                case when all_rows.starts_at <= as_of.as_of then 'held' else 'booked' end
            ) as status,
            -- What the exports say of it: a past meeting without a word is no held one.
            case
                when
                    all_rows.is_missing_from_export
                    or coalesce(status_words.meaning, all_rows.status) = 'cancelled'
                then 'cancelled'
                when coalesce(status_words.meaning, all_rows.status) in ('held', 'no_show')
                then coalesce(status_words.meaning, all_rows.status)
            end as outcome,
            all_rows.source_file,
            all_rows.source_row
        from all_rows
        cross join as_of
        left join status_words on all_rows.status = status_words.word
        left join
            addressed
            on all_rows.person_system = addressed.system
            and case
                when all_rows.person_key is null
                then {{ email_normalised('all_rows.person_email') }}
            end
            = addressed.email_normalised
    )

select *
from final
