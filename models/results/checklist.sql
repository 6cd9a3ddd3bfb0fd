-- How every item of the checklist stands: the gravest status of its answers. A figure that nobody
-- judged is no pass, and a question that is open keeps an item from passing.
with
    items as (select * from {{ ref('checklist_items') }}),

    answers as (select * from {{ ref('item_answers') }}),

    -- The order of statuses: the first that an answer of the item has is the item's.
    ranked as (
        select
            *,
            case
                status
                when 'error'
                then 1
                when 'fail'
                then 2
                when 'unconfirmed'
                then 3
                when 'waived'
                then 4
                -- A check or a figure answers a part: an item with an open question does not pass.
                when 'not_answered'
                then 5
                when 'pass'
                then 6
                when 'reported'
                then 7
                when 'not_computable'
                then 8
            end as place
        from answers
    ),

    united as (
        select
            item_id,
            min_by(status, place) as status,
            {{ string_agg_sorted("distinct kind || coalesce(' ' || reference, '')", "'; '") }}
            as answered_by,
            cast(sum(scope) filter (where kind in ('check', 'fields')) as bigint) as scope,
            cast(sum(violations) as bigint) as violations,
            {{ string_agg_sorted("distinct missing", "'; '") }} as missing,
            {{ string_agg_sorted("distinct asked", "', '") }} as asked,
            max(answer) as answer,
            max(answered_on) as answered_on,
            max(evidence) as evidence,
            max(evidence_grade) as evidence_grade
        from ranked
        group by item_id
    ),

    final as (
        select
            items.item_id,
            items.part,
            items.section,
            items.item,
            coalesce(united.status, 'not_answered') as status,
            united.answered_by,
            united.scope,
            united.violations,
            united.missing,
            united.asked,
            united.answer,
            united.answered_on,
            united.evidence,
            united.evidence_grade
        from items
        left join united on items.item_id = united.item_id
    )

select *
from final
