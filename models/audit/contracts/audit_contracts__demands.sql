{% set link = "'a link inside one system hands nothing over'" %}
{% set sentence = "'a sentence is no contract; write '" %}

-- What a contract must say about a handoff, and what it says. A demand is `missing` if nobody
-- declared it, `wrong` if the declared value breaks it, `not_applicable` if the handoff cannot
-- have it.
with
    contracts as (select * from {{ ref('audit_contracts__terms') }}),

    places as (select * from {{ ref('declared_contract_terms') }}),

    demanded as (
        select
            handoff_id,
            'owner' as demand,
            'handoffs_have_owner' as check_id,
            1 as demand_order,
            'owner' as term,
            owner as value,
            'nobody is responsible; write owner: …' as missing_because,
            cast(null as {{ dbt.type_string() }}) as wrong_because,
            cast(null as {{ dbt.type_string() }}) as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'backup' as demand,
            'handoffs_have_backup' as check_id,
            2 as demand_order,
            'backup' as term,
            replaced_by as value,
            'nobody replaces the owner; write backup: …' as missing_because,
            case
                when backup_person = owner_person then 'the backup is the owner'
            end as wrong_because,
            cast(null as {{ dbt.type_string() }}) as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'service_level' as demand,
            'handoffs_have_service_level' as check_id,
            3 as demand_order,
            'service_level' as term,
            promised_level as value,
            'no time is promised for hop ' || hop || '; write service_level: …' as missing_because,
            cast(null as {{ dbt.type_string() }}) as wrong_because,
            case
                when hop is null then 'the handoff is no step of a journey'
            end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'trigger' as demand,
            'triggers_are_events' as check_id,
            4 as demand_order,
            'trigger' as term,
            trigger as value,
            'nothing says what starts it; write trigger: {kind: webhook, event: {system.object.field: value}}'
            as missing_because,
            case
                when trigger_kind is null
                then
                    {{ sentence }}
                    || 'trigger: {kind: webhook, event: {system.object.field: value}}'
                when trigger_kind = 'button'
                then 'a person starts it with a button'
                when trigger_kind in ('webhook', 'workflow') and trigger_event is null
                then 'no event is named; write event: {system.object.field: value}'
            end as wrong_because,
            case when is_link then {{ link }} end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'polling_window' as demand,
            'polling_has_a_window' as check_id,
            5 as demand_order,
            'trigger' as term,
            cast(coalesce(interval_seconds, overlap_seconds) as {{ dbt.type_string() }}) as value,
            'a poll without interval, overlap and clock may read a change never or twice'
            as missing_because,
            'not declared: '
            || {{ listed([
                ("interval_seconds is null", "interval"),
                ("overlap_seconds is null", "overlap"),
                ("clock is null", "clock"),
            ]) }}
            || '; a change may be read never or twice' as wrong_because,
            case
                when trigger_kind is distinct from 'polling' then 'the trigger is no poll'
            end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'failure_path' as demand,
            'failures_have_a_path' as check_id,
            6 as demand_order,
            'failure_path' as term,
            failure_path as value,
            'nothing says where a rejected record goes; write failure_path: {goes_to: dead_letter, notices: …, mends: …, rolls_back: …, within: 4 h}'
            as missing_because,
            case
                when goes_to is null
                then
                    {{ sentence }}
                    || 'failure_path: {goes_to: dead_letter, notices: …, mends: …, rolls_back: …, within: 4 h}'
                when goes_to = 'nowhere'
                then 'a rejected record goes nowhere'
            end as wrong_because,
            case when is_link then {{ link }} end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'escalation' as demand,
            'failures_have_people' as check_id,
            7 as demand_order,
            'failure_path' as term,
            coalesce(
                notices, mends, rolls_back, cast(mended_within_seconds as {{ dbt.type_string() }})
            ) as value,
            'nobody is named for a failure; write notices, mends, rolls_back and within in failure_path'
            as missing_because,
            'not declared: '
            || {{ listed([
                ("notices is null", "notices"),
                ("mends is null", "mends"),
                ("rolls_back is null", "rolls_back"),
                ("mended_within_seconds is null", "within"),
            ]) }} as wrong_because,
            case when is_link then {{ link }} end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'outage' as demand,
            'outages_are_survived' as check_id,
            8 as demand_order,
            'retry_horizon_seconds' as term,
            cast(horizon_seconds as {{ dbt.type_string() }}) || ' s' as value,
            'no retry is declared, and no default of the vendor is known; write retries: [1 min, 5 min, 30 min] in failure_path'
            as missing_because,
            case
                when horizon_seconds <= outage_seconds
                then
                    'the last retry comes after '
                    || horizon_seconds
                    || ' s; an outage of '
                    || outage_seconds
                    || ' s loses records'
            end as wrong_because,
            case when is_internal then 'both sides are one system' end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'idempotency_key' as demand,
            'reruns_are_recognised' as check_id,
            9 as demand_order,
            'idempotency_key' as term,
            idempotency_key as value,
            'nothing recognises a record that is sent again; write idempotency_key: …'
            as missing_because,
            case
                when
                    {{ header_key('idempotency_key') }} = {{ header_key('clock') }}
                    or {{ header_key('idempotency_key') }} = {{ header_key('event_field') }}
                then 'the key changes with every change of the record'
                when key_is_unstable_because is not null
                then 'the key recognises no record: ' || key_is_unstable_because
            end as wrong_because,
            case when is_internal then 'both sides are one system' end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'expected_volume' as demand,
            'volumes_are_expected' as check_id,
            10 as demand_order,
            'expected_per_day' as term,
            cast(expected_per_day as {{ dbt.type_string() }}) as value,
            'without a usual volume nobody sees that the handoff stopped; write expected: {per_day: …}'
            as missing_because,
            cast(null as {{ dbt.type_string() }}) as wrong_because,
            case when is_link then {{ link }} end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'override_approval' as demand,
            'overrides_are_approved' as check_id,
            11 as demand_order,
            'approved_by' as term,
            approved_by as value,
            'nobody approves when a person overrides the owner; write approval: {by: …, written_in: …}'
            as missing_because,
            case
                when approval_written_in is null
                then 'no document says when an override is right; write written_in: …'
            end as wrong_because,
            case
                when hop is distinct from 'assigned' then 'the handoff assigns no owner'
            end as not_applicable_because
        from contracts
        union all
        select
            handoff_id,
            'source_of_truth' as demand,
            'two_way_fields_have_authority' as check_id,
            12 as demand_order,
            'authority' as term,
            cast(field_count as {{ dbt.type_string() }}) as value,
            'both sides may change every field, and no field has an authority; write fields'
            as missing_because,
            'both sides may change it, and none is right: ' || without_authority as wrong_because,
            case
                when direction <> 'two_way' then 'the target writes nothing back'
            end as not_applicable_because
        from contracts
    ),

    judged as (
        select
            demanded.*,
            case
                when not_applicable_because is not null
                then 'not_applicable'
                when value is null
                then 'missing'
                when wrong_because is not null
                then 'wrong'
                else 'met'
            end as state
        from demanded
    ),

    final as (
        select
            judged.handoff_id,
            judged.demand,
            judged.demand_order,
            judged.check_id,
            judged.value,
            judged.state,
            judged.state in ('missing', 'wrong') as is_violation,
            case
                judged.state
                when 'not_applicable'
                then judged.not_applicable_because
                when 'missing'
                then judged.missing_because
                when 'wrong'
                then judged.wrong_because
            end as reason,
            contracts.is_target,
            coalesce(places.declared_in, contracts.declared_in) as declared_in
        from judged
        inner join contracts on judged.handoff_id = contracts.handoff_id
        left join places on judged.handoff_id = places.handoff_id and judged.term = places.term
    )

select *
from final
