with
    submissions as (select * from {{ ref('submissions') }}),

    people as (select * from {{ ref('people') }}),

    identity_members as (select * from {{ ref('audit_identity__members') }}),

    addresses as {{ not_materialized() }} (select * from {{ ref('audit_matching__addresses') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    limits as (
        select max(amount) as repeat_seconds
        from timing_limits
        where limit_name = 'repeat_submission'
    ),

    -- A repeat of the same form with the same address within the limit belongs to one
    -- submission.
    with_previous as (
        select
            submission_key,
            system,
            form_name,
            submitted_at,
            email_normalised,
            full_name,
            name_suffix,
            lag(submitted_at) over (
                partition by system, form_name, email_normalised
                order by submitted_at, submission_key
            ) as previous_at
        from submissions
    ),

    sent as (
        select with_previous.*
        from with_previous
        cross join limits
        where
            with_previous.email_normalised is null
            or with_previous.previous_at is null
            or {{ elapsed_seconds('with_previous.previous_at', 'with_previous.submitted_at') }}
            > limits.repeat_seconds
    ),

    journey_systems as (select distinct system from hop_systems where hop in ('in_map', 'in_crm')),

    records as (
        select
            people.person_key,
            identity_members.person_id,
            people.system,
            people.full_name,
            people.name_suffix,
            people.created_at
        from people
        inner join journey_systems on people.system = journey_systems.system
        inner join identity_members on people.person_key = identity_members.person_key
    ),

    -- A person is found under any address; who has it now comes before who had it once.
    reachable as (
        select records.person_id, records.full_name, records.name_suffix, addresses.email_normalised
        from records
        inner join addresses on records.person_key = addresses.person_key
        qualify
            rank() over (
                partition by addresses.email_normalised
                order by case when addresses.is_current then 0 else 1 end
            )
            = 1
    ),

    -- Several people can share one address: then the name decides, and between a father and a
    -- son the suffix.
    by_name as (
        select
            email_normalised,
            full_name,
            case when min(person_id) = max(person_id) then min(person_id) end as person_id
        from reachable
        where full_name is not null
        group by email_normalised, full_name
    ),

    by_suffix as (
        select email_normalised, full_name, name_suffix, min(person_id) as person_id
        from reachable
        where full_name is not null
        group by email_normalised, full_name, name_suffix
    ),

    by_address as (
        select
            email_normalised,
            case when min(person_id) = max(person_id) then min(person_id) end as person_id
        from reachable
        group by email_normalised
    ),

    submitted as (
        select
            sent.submission_key as journey_id,
            sent.submission_key,
            coalesce(by_suffix.person_id, by_name.person_id, by_address.person_id) as person_id,
            sent.system,
            sent.form_name,
            sent.submitted_at as captured_at,
            case
                when sent.email_normalised is null
                then 'the submission has no address to find its record by'
                when
                    by_suffix.person_id is null
                    and by_name.person_id is null
                    and by_address.email_normalised is not null
                    and by_address.person_id is null
                then 'several people have the address of the submission'
            end as unfound_because
        from sent
        left join
            by_suffix
            on sent.email_normalised = by_suffix.email_normalised
            and sent.full_name = by_suffix.full_name
            and sent.name_suffix is not distinct from by_suffix.name_suffix
        left join
            by_name
            on sent.email_normalised = by_name.email_normalised
            and sent.full_name = by_name.full_name
        left join by_address on sent.email_normalised = by_address.email_normalised
    ),

    submitters as (select distinct person_id from submitted where person_id is not null),

    -- A person without a submission starts with the first record in any system.
    unsubmitted as (
        select
            records.person_key,
            records.person_id,
            records.system,
            records.created_at,
            row_number() over (
                partition by records.person_id
                order by records.created_at nulls last, records.person_key
            ) as record_number
        from records
        left join submitters on records.person_id = submitters.person_id
        where submitters.person_id is null
    ),

    captured as (
        select
            journey_id, submission_key, person_id, system, form_name, captured_at, unfound_because
        from submitted
        union all
        select
            person_key as journey_id,
            cast(null as string) as submission_key,
            person_id,
            system,
            cast(null as string) as form_name,
            created_at as captured_at,
            cast(null as string) as unfound_because
        from unsubmitted
        where record_number = 1
    ),

    final as (
        select
            journey_id,
            submission_key,
            person_id,
            system,
            form_name,
            captured_at,
            unfound_because,
            row_number() over (
                partition by coalesce(person_id, journey_id)
                order by captured_at nulls last, journey_id
            ) as journey_number
        from captured
    )

select *
from final
