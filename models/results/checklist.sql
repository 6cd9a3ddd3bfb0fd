-- How every item of the checklist stands. A verdict comes before a figure that nobody judged, and
-- the gravest verdict before the others.
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
                when 'pass'
                then 5
                -- A figure does not replace a declaration that is missing.
                when 'not_answered'
                then case when kind = 'declaration' then 6 else 9 end
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
