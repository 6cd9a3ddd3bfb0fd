with
    merges as (select * from {{ ref('merges') }}),

    people as (select * from {{ ref('people') }}),

    companies as (select * from {{ ref('companies') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    opt_out_columns as (select * from {{ ref('opt_out_columns') }}),

    -- The record and a log can both report one merge; the record takes precedence.
    named as (
        select
            merges.*,
            count(*) over (partition by loser_key) as statements,
            min(winner_key) over (partition by loser_key)
            <> max(winner_key) over (partition by loser_key) as is_disputed
        from merges
        where loser_key is not null and winner_key is not null
        qualify
            row_number() over (
                partition by loser_key
                order by
                    case when basis = 'field' then 0 else 1 end,
                    merged_at desc nulls last,
                    winner_key
            )
            = 1
    ),

    -- Objects whose exports have consent at all. In them a blank is no refusal.
    consent_objects as (
        select distinct system, object, true as has_consent
        from people
        where is_opted_out is not null
    ),

    -- Who opted in again after the merge did not lose the refusal in it.
    refusals as (
        select field_changes.entity_key, max(field_changes.changed_at) as refused_at
        from field_changes
        inner join opt_out_columns on field_changes.column_name = opt_out_columns.column_name
        where
            {{ to_opted_out('field_changes.old_value') }}
            or {{ to_opted_out('field_changes.new_value') }}
        group by field_changes.entity_key
    ),

    ends as ({{ chain_ends('named', 'loser_key', 'winner_key') }}),

    records as (
        select person_key as record_key, is_opted_out, merged_into_key, is_deleted
        from people
        union all
        select
            company_key as record_key,
            cast(null as boolean) as is_opted_out,
            merged_into_key,
            is_deleted
        from companies
    ),

    resolved as (
        select
            named.*,
            ends.end_key as final_key,
            ends.links as chain_length,
            ends.is_cycle,
            final.record_key is null as is_final_missing,
            -- null means no export says that it was deleted: it is there.
            coalesce(final.is_deleted, false) or final.merged_into_key is not null as is_final_gone,
            loser.record_key is not null as is_loser_known,
            loser.record_key is not null
            and not coalesce(loser.is_deleted, false)
            and loser.merged_into_key is null as is_loser_live,
            loser.is_opted_out as loser_is_opted_out,
            case
                when refusals.refused_at >= named.merged_at then true else final.is_opted_out
            end as final_is_opted_out,
            -- null means no export of the object has consent.
            coalesce(consent_objects.has_consent, false) as has_consent
        from named
        inner join ends on named.loser_key = ends.start_key
        left join
            consent_objects
            on named.system = consent_objects.system
            and named.object = consent_objects.object
        left join records as loser on named.loser_key = loser.record_key
        left join records as final on ends.end_key = final.record_key
        left join refusals on ends.end_key = refusals.entity_key
    ),

    final as (
        select
            loser_key,
            system,
            object,
            winner_key,
            final_key,
            chain_length,
            merged_at,
            basis,
            statements,
            is_disputed,
            is_cycle,
            is_final_missing,
            is_final_gone,
            is_loser_known,
            is_loser_live,
            is_cycle or is_final_missing or is_final_gone as is_dead_end,
            is_cycle or is_final_missing or is_final_gone or is_loser_live as is_unresolved,
            case
                when has_consent
                then
                    -- null means no refusal.
                    coalesce(loser_is_opted_out, false) and not coalesce(final_is_opted_out, false)
            end as is_opt_out_lost,
            case
                when is_cycle
                then 'the chain of merges runs in a circle'
                when is_final_missing
                then 'the last winner is in no export'
                when is_final_gone
                then 'the last winner is itself deleted or merged'
                when is_loser_live
                then 'a log says it was merged, and the record is still there'
                else 'resolved'
            end as explanation,
            case
                when not has_consent then 'no export says who opted out'
            end as opt_out_not_judged_because
        from resolved
    )

select *
from final
