-- Tokens and what is wrong with each. What nobody declared is not judged; the place and the owner
-- of a token must be declared.
with
    tokens as (select * from {{ ref('declared_tokens') }}),

    uses as (select * from {{ ref('declared_token_uses') }}),

    scopes as (select * from {{ ref('declared_token_scopes') }}),

    admin_roles as (select * from {{ ref('admin_roles') }}),

    as_of as (select * from {{ ref('as_of') }}),

    limits as (select {{ audit_limit('token_expiry_days') }} as expiry_days),

    used as (
        select token, {{ string_agg_sorted('handoff_id') }} as used_by from uses group by token
    ),

    -- Permissions of the token that no handoff needs.
    granted as (
        select token, lower(scope) as scope_key, min(scope) as scope
        from scopes
        where not is_needed
        group by token, lower(scope)
    ),

    needed as (select distinct token, lower(scope) as scope_key from scopes where is_needed),

    extra as (
        select granted.token, {{ string_agg_sorted('granted.scope') }} as extra_scopes
        from granted
        left join needed on granted.token = needed.token and granted.scope_key = needed.scope_key
        where needed.token is null
        group by granted.token
    ),

    known as (
        select
            tokens.*,
            used.used_by,
            extra.extra_scopes,
            tokens.role is not null and admin_roles.role is not null as is_admin_role,
            as_of.as_of,
            cast(
                {{ dbt.dateadd('day', 'limits.expiry_days', 'as_of.as_of') }} as date
            ) as horizon_on
        from tokens
        cross join as_of
        cross join limits
        left join used on tokens.token = used.token
        left join extra on tokens.token = extra.token
        left join admin_roles on lower(trim(tokens.role)) = admin_roles.role
    ),

    final as (
        select
            token,
            system,
            used_by,
            role,
            kept_in,
            owner,
            expires_on,
            extra_scopes,
            extra_scopes is not null as has_extra_scopes,
            case
                when not has_scopes and not has_needed_scopes
                then 'its permissions are not declared'
                when not has_scopes
                then 'scopes are not declared'
                when not has_needed_scopes
                then 'needed_scopes are not declared'
            end as scopes_not_judged_because,
            is_admin_role,
            case
                when role is null
                then 'its role is not declared'
                when not is_admin_role and lower(role) like '%admin%'
                then 'the role names an admin, but is no known admin role'
            end as role_not_judged_because,
            owner is null as is_unowned,
            kept_in is null or kept_in in ('config_file', 'code', 'document') as is_kept_openly,
            expires_on is not null and expires_on <= horizon_on as is_expiring,
            case
                when not is_expiry_declared
                then 'its expiry is not declared'
                when expires_on is not null and as_of is null
                then 'neither the exports nor company.as_of say what day it is'
            end as expiry_not_judged_because,
            declared_in
        from known
    )

select *
from final
