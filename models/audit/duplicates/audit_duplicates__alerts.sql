with
    touches as (select * from {{ ref('touches') }}),

    windows as (select * from {{ ref('duplicate_windows') }} where subject = 'alerts'),

    sent as (
        select
            touch_key, system, person_key, owner_key, coalesce(occurred_at, created_at) as sent_at
        from touches
        where kind = 'alert'
    ),

    followed as (
        select
            touch_key,
            system,
            person_key,
            owner_key,
            sent_at,
            lag(touch_key) over same_alert as earlier_key,
            lag(sent_at) over same_alert as earlier_at,
            case
                when person_key is null
                then 'no export says which record it is about'
                when sent_at is null
                then 'no export says when it was sent'
            end as not_judged_because
        from sent
        window
            same_alert as (
                partition by system, person_key, owner_key
                order by sent_at asc nulls last, touch_key
            )
    ),

    judged as (
        select
            followed.*,
            -- null means it is the first one.
            case
                when followed.not_judged_because is null
                then
                    coalesce(
                        {{ epoch_microseconds('followed.sent_at') }}
                        - {{ epoch_microseconds('followed.earlier_at') }}
                        <= windows.window_seconds * 1000000,
                        false
                    )
            end as is_duplicate
        from followed
        cross join windows
    ),

    final as (
        select
            touch_key,
            system,
            person_key,
            owner_key,
            sent_at,
            case when is_duplicate then earlier_key end as earlier_key,
            case
                when is_duplicate then {{ elapsed_seconds('earlier_at', 'sent_at') }}
            end as seconds_after,
            is_duplicate,
            not_judged_because
        from judged
    )

select *
from final
