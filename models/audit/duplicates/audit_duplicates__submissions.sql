with
    submissions as (select * from {{ ref('submissions') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    windows as (select * from {{ ref('duplicate_windows') }} where subject = 'submissions'),

    sent as (
        select
            submission_key,
            system,
            object,
            form_name,
            email_normalised,
            coalesce(email_normalised, lower(trim(email))) as sender,
            submitted_at,
            full_name,
            phone_normalised,
            company_name,
            country,
            is_opted_out,
            utm_campaign,
            page_url
        from submissions
    ),

    -- Most people submit a form once; only the others need a comparison.
    repeated as (
        select system, object, coalesce(form_name, '') as form_key, sender
        from sent
        where sender is not null
        group by system, object, coalesce(form_name, ''), sender
        having count(*) > 1
    ),

    followed as (
        select
            sent.submission_key,
            sent.system,
            sent.object,
            sent.submitted_at,
            lag(sent.submission_key) over same_content as earlier_key,
            lag(sent.submitted_at) over same_content as earlier_at
        from sent
        inner join
            repeated
            on sent.system = repeated.system
            and sent.object = repeated.object
            and coalesce(sent.form_name, '') = repeated.form_key
            and sent.sender = repeated.sender
        window
            same_content as (
                partition by
                    sent.system,
                    sent.object,
                    sent.form_name,
                    sent.sender,
                    sent.full_name,
                    sent.phone_normalised,
                    sent.company_name,
                    sent.country,
                    sent.is_opted_out,
                    sent.utm_campaign,
                    sent.page_url
                order by sent.submitted_at asc nulls last, sent.submission_key
            )
    ),

    near_repeats as (
        select
            followed.submission_key,
            followed.system,
            followed.object,
            followed.earlier_key,
            {{ elapsed_seconds('followed.earlier_at', 'followed.submitted_at') }} as seconds_after
        from followed
        cross join windows
        where
            {{ epoch_microseconds('followed.submitted_at') }}
            - {{ epoch_microseconds('followed.earlier_at') }}
            <= windows.window_seconds * 1000000
    ),

    -- The other answers of the form: equal answers within a minute are one submission,
    -- corrected answers are two.
    form_fields as (
        select distinct
            handoffs.from_system as system,
            handoffs.from_object as object,
            fields.source_position as value_position
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.source_position is not null and fields.kind not in ('timestamp', 'id')
    ),

    corrected as (
        select distinct near_repeats.submission_key
        from near_repeats
        inner join
            form_fields
            on near_repeats.system = form_fields.system
            and near_repeats.object = form_fields.object
        inner join record_values as later on near_repeats.submission_key = later.entity_key
        inner join record_values as earlier on near_repeats.earlier_key = earlier.entity_key
        where
            {{ value_at('later.column_values', 'form_fields.value_position') }}
            is distinct from {{ value_at('earlier.column_values', 'form_fields.value_position') }}
    ),

    final as (
        select
            sent.submission_key,
            sent.system,
            sent.form_name,
            sent.email_normalised,
            sent.submitted_at,
            near_repeats.earlier_key,
            near_repeats.seconds_after,
            case
                when sent.sender is not null and sent.submitted_at is not null
                then near_repeats.seconds_after is not null and corrected.submission_key is null
            end as is_duplicate,
            case
                when sent.sender is null
                then 'it has no address'
                when sent.submitted_at is null
                then 'no export says when it was sent'
            end as not_judged_because
        from sent
        left join near_repeats on sent.submission_key = near_repeats.submission_key
        left join corrected on sent.submission_key = corrected.submission_key
    )

select *
from final
