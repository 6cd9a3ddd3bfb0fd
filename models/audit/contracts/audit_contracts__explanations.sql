-- Why a contract or a token breaks a check, and the line to change.
with
    demands as (select * from {{ ref('audit_contracts__demands') }}),

    tokens as (select * from {{ ref('audit_contracts__tokens') }}),

    keepers as (select * from {{ ref('audit_contracts__keepers') }}),

    explained as (
        select check_id, handoff_id as record_id, handoff_id, reason, declared_in
        from demands
        where is_violation
        union all
        select
            'tokens_have_least_scope' as check_id,
            token as record_id,
            cast(null as {{ dbt.type_string() }}) as handoff_id,
            'no handoff needs: ' || extra_scopes as reason,
            declared_in
        from tokens
        where has_extra_scopes and scopes_not_judged_because is null
        union all
        select
            'tokens_have_no_admin_role' as check_id,
            token as record_id,
            cast(null as {{ dbt.type_string() }}) as handoff_id,
            'its role is ' || role as reason,
            declared_in
        from tokens
        where is_admin_role and role_not_judged_because is null
        union all
        select
            'tokens_have_owner' as check_id,
            token as record_id,
            cast(null as {{ dbt.type_string() }}) as handoff_id,
            'nobody renews it; write owner: …' as reason,
            declared_in
        from tokens
        where is_unowned
        union all
        select
            'tokens_kept_safely' as check_id,
            token as record_id,
            cast(null as {{ dbt.type_string() }}) as handoff_id,
            coalesce(
                'it is kept in: ' || kept_in, 'nobody said where it is kept; write kept_in: …'
            ) as reason,
            declared_in
        from tokens
        where is_kept_openly
        union all
        select
            'tokens_not_expiring' as check_id,
            token as record_id,
            cast(null as {{ dbt.type_string() }}) as handoff_id,
            'it expires on ' || cast(expires_on as {{ dbt.type_string() }}) as reason,
            declared_in
        from tokens
        where is_expiring and expiry_not_judged_because is null
        union all
        select
            'no_single_keeper' as check_id,
            person as record_id,
            cast(null as {{ dbt.type_string() }}) as handoff_id,
            'owns '
            || owned_handoffs
            || ' of '
            || handoff_count
            || ' handoffs, '
            || handoffs_without_other
            || ' of them as their own backup' as reason,
            declared_in
        from keepers
        where is_single_keeper
    ),

    final as (select check_id, record_id, handoff_id, reason, declared_in from explained)

select *
from final
