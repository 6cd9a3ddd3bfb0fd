-- Items that a declaration answers: the key is written in every block where it belongs, or a word
-- of a list is written once.
with
    answers as (select * from {{ ref('checklist_answers') }} where kind = 'declaration'),

    declared_keys as (select * from {{ ref('declared_keys') }}),

    keys as (
        select key, count(*) as written, bool_or(is_unconfirmed) as is_unconfirmed
        from declared_keys
        group by key
    ),

    words as (
        select key, value, count(*) as written, bool_or(is_unconfirmed) as is_unconfirmed
        from declared_keys
        where value is not null
        group by key, value
    ),

    asked_for as (
        select
            item_id,
            reference,
            nullif(value, '') as value,
            asked,
            {{ replace_pattern('reference', '[.][a-z_]+$', '') }} as block
        from answers
    ),

    counted as (
        select
            asked_for.item_id,
            asked_for.reference,
            asked_for.value,
            asked_for.asked,
            case
                when asked_for.value is null
                then coalesce(keys.written, 0)
                else coalesce(words.written, 0)
            end as written,
            case when asked_for.value is null then coalesce(blocks.written, 1) else 1 end as needed,
            case
                when asked_for.value is null then keys.is_unconfirmed else words.is_unconfirmed
            end as is_unconfirmed
        from asked_for
        left join keys on asked_for.reference = keys.key
        left join words on asked_for.reference = words.key and asked_for.value = words.value
        left join keys as blocks on asked_for.block = blocks.key
    ),

    final as (
        select
            item_id,
            reference || coalesce(': ' || value, '') as reference,
            case
                when written < needed
                then 'not_answered'
                when is_unconfirmed
                then 'unconfirmed'
                else 'reported'
            end as status,
            cast(written as bigint) as written,
            cast(needed as bigint) as needed,
            case
                when written = 0
                then 'stack/ does not declare ' || reference || coalesce(': ' || value, '')
                when written < needed
                then 'only ' || written || ' of ' || needed || ' declare ' || reference
            end as missing,
            asked
        from counted
    )

select *
from final
